package io.fencedep.programs;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Nests of locks that are new each time, threads that live for a moment, and class loaders with a class whose locks are
 * taken: phase after phase, one of these. Prints after each phase how many bytes are in use.
 */
public final class ComeInMasses {
    private static final Object outer = new Object();
    private static int count;

    private ComeInMasses() {}

    /** What each class loader has a copy of. */
    public static final class Loaded implements Runnable {
        private static final Object lock = new Object();
        private static int runs;

        @Override
        public void run() {
            synchronized (this) {
                synchronized (lock) {
                    runs++;
                }
            }
        }
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(ComeInMasses.class.getClassLoader());
        }

        Runnable made(byte[] code) throws ReflectiveOperationException {
            Class<?> copy = defineClass(Loaded.class.getName(), code, 0, code.length);
            return (Runnable) copy.getDeclaredConstructor().newInstance();
        }
    }

    public static void main(String[] arguments) throws Exception {
        int phases = Integer.parseInt(arguments[1]);
        for (int i = 0; i < phases; i++) {
            switch (arguments[0]) {
                case "nests" -> nests(200);
                case "threads" -> threads(4_000);
                default -> loaders(400);
            }
            System.out.println(ComeAndGo.used());
        }
    }

    private static void nests(int many) {
        for (int i = 0; i < many; i++) {
            nest(60);
        }
    }

    private static void nest(int depth) {
        Object[] mine = {};
        synchronized (mine) {
            if (depth > 0) {
                nest(depth - 1);
            } else {
                count++;
            }
        }
    }

    private static void threads(int many) throws InterruptedException {
        for (int i = 0; i < many; i += 10) {
            List<Thread> threads = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                Thread thread = new Thread(() -> {
                    synchronized (outer) {
                        count++;
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread each : threads) {
                each.join();
            }
        }
    }

    private static void loaders(int many) throws Exception {
        byte[] code;
        try (InputStream in = ComeInMasses.class.getResourceAsStream("ComeInMasses$Loaded.class")) {
            code = in.readAllBytes();
        }
        for (int i = 0; i < many; i++) {
            Runnable loaded = new Loader().made(code);
            synchronized (outer) {
                loaded.run();
            }
        }
    }
}
