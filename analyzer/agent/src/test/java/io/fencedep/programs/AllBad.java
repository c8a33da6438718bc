package io.fencedep.programs;

/** All that can deadlock, one after the other, in one process. */
public final class AllBad {
    private AllBad() {}

    public static void main(String[] arguments) throws Exception {
        MonitorsBad.main(arguments);
        LocksBad.main(arguments);
        MixedBad.main(arguments);
        ObjectsBad.main(arguments);
        WriterBad.main(arguments);
        StampedBad.main(arguments);
        UpgradeBad.main(arguments);
        ListsBad.main(arguments);
        LazyBad.main(arguments);
        MapsBad.main(arguments);
        LoadersBad.main(arguments);
        LatchBad.main(arguments);
        SeenBad.main(arguments);
        PoolBad.main(arguments);
        TaskUnderLockBad.main(arguments);
        JoinBad.main(arguments);
        SemaphoresBad.main(arguments);
        NestedMonitorBad.main(arguments);
        GuardsBad.main(arguments);
        FutureBad.main(arguments);
        QueuesBad.main(arguments);
        PipesBad.main(arguments);
        LostSignalsBad.main(arguments);
        ForkJoinBad.main(arguments);
        StagesBad.main(arguments);
        PoolsBad.main(arguments);
        WrappedBad.main(arguments);
        TwoPoolsBad.main(arguments);
        SerialBad.main(arguments);
        NarrowBad.main(arguments);
        PlacesBad.main(arguments);
        BarriersBad.main(arguments);
        ParkBad.main(arguments);
        ConditionBad.main(arguments);
        PermitsBad.main(arguments);
        StampsBad.main(arguments);
        InitialisersBad.main(arguments);
        OwnBad.main(arguments);
        NamedBad.main(arguments);
        InterruptsBad.main(arguments);
        EventsBad.main(arguments);
        ReferencesBad.main(arguments);
        LoopsBad.main(arguments);
        CallbacksBad.main(arguments);
        SharedBad.main(arguments);
        TablesBad.main(arguments);
        CalledElsewhereBad.main(arguments);
    }
}
