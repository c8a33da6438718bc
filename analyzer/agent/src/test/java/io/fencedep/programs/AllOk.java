package io.fencedep.programs;

/** All that cannot deadlock, one after the other, in one process. */
public final class AllOk {
    private AllOk() {}

    public static void main(String[] arguments) throws Exception {
        MonitorsOk.main(arguments);
        GateOk.main(arguments);
        MapMonitorsOk.main(arguments);
        JoinedOk.main(arguments);
        AloneOk.main(arguments);
        TriesOk.main(arguments);
        ObjectsOk.main(arguments);
        OwnKindsOk.main(arguments);
        ParkedOk.main(arguments);
        PermitsOk.main(arguments);
        ReadersOk.main(arguments);
        LatchOk.main(arguments);
        SeenOk.main(arguments);
        PoolOk.main(arguments);
        WrappedOk.main(arguments);
        TwoPoolsOk.main(arguments);
        TurnsOfTasksOk.main(arguments);
        SerialOk.main(arguments);
        NarrowOk.main(arguments);
        StreamsOk.main(arguments);
        QueuesOk.main(arguments);
        PipesOk.main(arguments);
        CrowdsOk.main(arguments);
        LostSignalsOk.main(arguments);
        ForkJoinOk.main(arguments);
        StagesOk.main(arguments);
        AllOfOk.main(arguments);
        TurnsOk.main(arguments);
        StampsOk.main(arguments);
        MapsOk.main(arguments);
        InitialisersOk.main(arguments);
        ManyOk.main(arguments);
        EventsOk.main(arguments);
        ConfinedOk.main(arguments);
        LoopsOk.main(arguments);
        UnsharedOk.main(arguments);
        GuardsOk.main(arguments);
        CalledElsewhereOk.main(arguments);
    }
}
