package brigade.shard;

/** What this build calls itself to clients. */
final class BuildInfo {
    /** The version in the pom. */
    static final String VERSION = "0.1.0";

    /** Old servers tell their git branch; we tell who we are. */
    static final String BRANCH = "brigade";

    private BuildInfo() {}
}
