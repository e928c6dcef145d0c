package brigade.robot;

/**
 * What a leading robot asks for and when: the lead, the start after a wait, the stop behind the last sample of the file.
 * A step that was not answered is asked for again. One thread.
 */
final class LeaderPlan {
    private enum Step {
        WANTS_LEAD("request_lead"),
        WANTS_START("mark_start_singing"),
        WANTS_STOP("mark_stop_singing"),
        DONE("");

        private final String parameter;

        Step(String parameter) {
            this.parameter = parameter;
        }
    }

    private Step step = Step.WANTS_LEAD;

    /**
     * The parameter to send now; empty for none.
     *
     * @param waited whether the time before the start is over
     * @param fileSung whether the last sample of the file is sung
     */
    String due(boolean waited, boolean fileSung) {
        boolean due = switch (step) {
            case WANTS_LEAD -> true;
            case WANTS_START -> waited;
            case WANTS_STOP -> fileSung;
            case DONE -> false;
        };
        return due ? step.parameter : "";
    }

    /**
     * An exchange was answered.
     *
     * @param parameter what {@link #due} had given for it
     * @param leading whether the server names this robot as leader
     */
    void answered(String parameter, boolean leading) {
        step = switch (step) {
            case WANTS_LEAD -> leading ? Step.WANTS_START : step;
            case WANTS_START -> parameter.isEmpty() ? step : Step.WANTS_STOP;
            case WANTS_STOP -> parameter.isEmpty() ? step : Step.DONE;
            case DONE -> step;
        };
    }
}
