package cafe;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A cafe with a till and a kitchen. Orders go one way, complaints the other. */
public final class Cafe {
    private final Lock till = new ReentrantLock();
    private final Lock kitchen = new ReentrantLock();
    private int money;
    private int meals;

    /** Pays, then has the meal cooked, while the till is still open. */
    public void order() {
        till.lock();
        try {
            money++;
            kitchen.lock();
            try {
                meals++;
            } finally {
                kitchen.unlock();
            }
        } finally {
            till.unlock();
        }
    }

    /** Stops the kitchen, then gives the money back, while the kitchen still stands. */
    public void complain() {
        kitchen.lock();
        try {
            meals--;
            till.lock();
            try {
                money--;
            } finally {
                till.unlock();
            }
        } finally {
            kitchen.unlock();
        }
    }

    /** Neither money nor meals are left over. */
    public boolean isEven() {
        return money == 0 && meals == 0;
    }
}
