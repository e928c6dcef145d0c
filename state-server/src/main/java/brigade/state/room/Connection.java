package brigade.state.room;

/** One socket of a shard, from its {@code hello} to its end: whose it is. Agent thread only. */
final class Connection {
    /** Its number, given by the shard. */
    final long number;

    final ShardRoom shardRoom;
    final Person person;

    /** Control messages it may still send; the shard counts its own, this guards the agent. */
    final Rate messages = new Rate(50, 100);

    /** Whether the shard has to be told where he sits. */
    boolean seatToTell = true;

    Connection(long number, ShardRoom shardRoom, Person person) {
        this.number = number;
        this.shardRoom = shardRoom;
        this.person = person;
    }
}
