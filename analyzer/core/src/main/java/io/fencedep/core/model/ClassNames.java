package io.fencedep.core.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One name for one thing: what different sources call a class, brought to the name under which the graph knows it.
 * Every source goes through here before its classes get ids.
 */
public final class ClassNames {
    /** Memory reclaim. */
    public static final String RECLAIM = "reclaim";
    /** MMU notifier callbacks. */
    public static final String MMU_NOTIFIER = "mmu_notifier";
    /** The kernel's annotation that stands for every dma_fence. */
    public static final String DMA_FENCE_MAP = "dma_fence_map";
    /** How classes of dma_fences begin. */
    public static final String DMA_FENCE_PREFIX = "dma_fence";

    private static final String NOBODY = "nobody known to begin with ";
    private static final String WHOEVER = "whoever needs ";
    private static final String TOO_LATE = "whoever comes too late for ";
    private static final String NOTIFICATION = ".notify";
    private static final String WORK_PREFIX = "(work_completion)(";
    private static final String QUEUE_PREFIX = "(wq_completion)";
    private static final String QUEUE = "queue:";
    private static final String PLACE = "place:";
    /** How the classes of a Java program's tasks begin, before what they are known by. */
    private static final Pattern TASK = Pattern.compile("task[@:].*");

    /** What stands between a task and its pool. */
    private static final String OF = " of ";
    /** What follows the name of a pool that is not the first one of its place. */
    private static final Pattern ORDINAL = Pattern.compile("#\\d+$");

    private static final String GROWING = "growing-";
    private static final Pattern COMPILER_SUFFIX =
            Pattern.compile("(?:\\.(?:isra|part|constprop|llvm)(?:\\.\\d+)+|\\.cold(?:\\.\\d+)*)+(?![\\w$.])");
    private static final Pattern OFFSET = Pattern.compile("\\+0x[0-9a-f]+(?:/0x[0-9a-f]+)?");
    private static final Pattern LAMBDA =
            Pattern.compile("(\\$\\$Lambda)(?:\\$\\d+)?(?:/0x[0-9a-f]+|/\\d+)?(?:@[0-9a-f]+)?");
    private static final Pattern ADDRESS = Pattern.compile("\\b0x[0-9a-f]{5,16}\\b");

    private static final Pattern LIBRARY_TYPE =
            Pattern.compile("(?:java|javax|jdk|sun|com\\.sun)\\.[a-z0-9_.]*[A-Z][\\w$]*(?:\\[\\])?");

    private ClassNames() {}

    /** Whether this is a type of the JDK and no more: the class of all its objects that nothing else names. */
    public static boolean isLibraryType(String name) {
        return LIBRARY_TYPE.matcher(name).matches();
    }

    /** The task for what would have to be done first with this class, where nobody was seen who could. */
    public static String nobody(String type) {
        return NOBODY + type;
    }

    /** Whether a task is what {@link #nobody} names. */
    public static boolean isNobody(String task) {
        return task.startsWith(NOBODY);
    }

    /** The task for what would have to be done first with this class, which was done before any other thread was started. */
    public static String tooLate(String type) {
        return TOO_LATE + type;
    }

    /** Whether a task is what {@link #tooLate} names. */
    public static boolean isTooLate(String task) {
        return task.startsWith(TOO_LATE);
    }

    /**
     * The task for what would be done first with this class by somebody who needs it before others do.
     *
     * @param user a class whose code may be the one; null when none is known by name
     */
    public static String whoever(String type, @Nullable String user) {
        return WHOEVER + type + " first" + (user == null ? "" : ", as " + user + " may");
    }

    /** Whether a task is what {@link #whoever}, {@link #nobody} or {@link #tooLate} names: what it does follows from the JVM's rules. */
    public static boolean isUnseen(String task) {
        return task.startsWith(WHOEVER) || isNobody(task) || isTooLate(task);
    }

    /** The class of what threads wait for at a monitor until another one notifies them. */
    public static String notification(String monitor) {
        return monitor + NOTIFICATION;
    }

    /** Whether this is such a class: any of its signals ends the wait. */
    public static boolean isNotification(String name) {
        return name.endsWith(NOTIFICATION);
    }

    /** The name of the class that this text names. */
    public static String canonical(String name) {
        switch (name) {
            case "fs_reclaim":
                return RECLAIM;
            case "mmu_notifier_invalidate_range_start":
                return MMU_NOTIFIER;
            default:
                break;
        }
        if (name.startsWith(WORK_PREFIX) && name.endsWith(")")) {
            return name.substring(WORK_PREFIX.length(), name.length() - 1);
        }
        if (name.startsWith(QUEUE_PREFIX)) {
            return queue(name.substring(QUEUE_PREFIX.length()));
        }
        return withoutNoise(name);
    }

    /**
     * Whether locks of this name are of one class in any kernel: those of address spaces, and those of one class of wound and
     * wait mutexes, such as the reservations of buffers. Other names may stand for several classes.
     */
    public static boolean isOneClass(String name) {
        return name.equals("&mm->mmap_lock")
                || name.equals("&mm->mmap_sem")
                || name.endsWith("_ww_class_mutex")
                || name.endsWith("_ww_class_acquire");
    }

    /** The class of a queue, for whoever waits until all its items have run. */
    public static String queue(String name) {
        return QUEUE + name;
    }

    /** Whether this is the class of a queue. */
    public static boolean isQueue(String className) {
        return className.startsWith(QUEUE);
    }

    /** Of the class of a Java program's task what it is called wherever it runs, without the pool that tells it apart. */
    public static String ofCode(String className) {
        int pool = TASK.matcher(className).matches() ? className.indexOf(OF) : -1;
        return pool < 0 ? className : className.substring(0, pool);
    }

    /** Of the class of a queue, of a place on it, or of a Java program's tasks in it the name of that queue; empty else. */
    public static String queueOf(String className) {
        if (isQueue(className)) {
            return className.substring(QUEUE.length());
        }
        if (isQueuePlace(className)) {
            return className.substring(PLACE.length());
        }
        String code = ofCode(className);
        return code.equals(className) ? "" : className.substring(code.length() + OF.length());
    }

    /** Of a Java program's pool what it shares with those that were made at the same place. */
    public static String withoutOrdinal(String pool) {
        return ORDINAL.matcher(pool).replaceFirst("");
    }

    /** The class of a place on a queue that runs a limited number of items at once. */
    public static String queuePlace(String name) {
        return PLACE + name;
    }

    /** Whether this is the class of a place on a queue. */
    public static boolean isQueuePlace(String className) {
        return className.startsWith(PLACE);
    }

    /**
     * The name of a pool that starts more threads once its queue is full: until then what waits there has to wait for a place,
     * and yet its tasks may run at the same time.
     */
    public static String growing(String name) {
        return GROWING + name;
    }

    /** Whether this is a queue, its class or that of a place on it, of what {@link #growing} names. */
    public static boolean isGrowing(String name) {
        String plain = name.startsWith(PLACE)
                ? name.substring(PLACE.length())
                : name.startsWith(QUEUE) ? name.substring(QUEUE.length()) : name;
        return plain.startsWith(GROWING);
    }

    /** The class of the room in a bounded queue, for whoever waits because the queue of that class is full. */
    public static String roomOf(String queue) {
        return queue + ".room";
    }

    /** Whether this is what {@link #roomOf} names. */
    public static boolean isRoom(String name) {
        return name.endsWith(".room");
    }

    /** The class of a lock with a lockdep subclass. */
    public static String withSubclass(String name, int subclass) {
        return subclass == 0 ? name : name + "/" + subclass;
    }

    private static String withoutNoise(String name) {
        String result = name;
        if (result.indexOf('.') >= 0) {
            result = COMPILER_SUFFIX.matcher(result).replaceAll("");
        }
        if (result.contains("+0x")) {
            result = OFFSET.matcher(result).replaceAll("");
        }
        if (result.contains("$$Lambda")) {
            result = LAMBDA.matcher(result).replaceAll("$1");
        }
        if (result.contains("0x")) {
            result = ADDRESS.matcher(result).replaceAll("*");
        }
        return result;
    }
}
