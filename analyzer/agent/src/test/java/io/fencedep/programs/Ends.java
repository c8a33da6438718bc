package io.fencedep.programs;

/** Does what can deadlock, and then ends as it is told. */
public final class Ends {
    private Ends() {}

    public static void main(String[] arguments) throws Exception {
        MonitorsBad.main(arguments);
        switch (arguments[0]) {
            case "exit" -> System.exit(3);
            case "halt" -> Runtime.getRuntime().halt(4);
            case "throw" -> throw new IllegalStateException("as told");
            default -> System.out.println("done");
        }
    }
}
