package io.fencedep.libraries;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** The interface of a native library loads it when it is used first; another thread asks for the options of that library. */
public final class JnaLibraries {
    private JnaLibraries() {}

    /** Two functions of the C library. */
    public interface Processes extends Library {
        Processes INSTANCE = (Processes) Native.loadLibrary("c", Processes.class);

        int getpid();
    }

    private static final class Caller {
        static int call() {
            return Processes.INSTANCE.getpid();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> Native.getTypeMapper(Processes.class), Caller::call);
    }
}
