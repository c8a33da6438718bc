package io.fencedep.programs;

/** What can deadlock and only newer JDKs have. */
public final class NewerBad {
    private NewerBad() {}

    public static void main(String[] arguments) throws Exception {
        VirtualBad.main(arguments);
        ScopesBad.main(arguments);
    }
}
