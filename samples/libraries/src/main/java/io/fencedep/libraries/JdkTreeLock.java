package io.fencedep.libraries;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.LayoutManager;

/** A layout needs a lock; another thread adds a component under that lock. */
public final class JdkTreeLock {
    static final Object model = new Object();

    private JdkTreeLock() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.awt.headless", "true");
        Container container = new Container();
        container.setLayout(new LayoutManager() {
            public void addLayoutComponent(String name, Component c) {}

            public void removeLayoutComponent(Component c) {}

            public Dimension preferredLayoutSize(Container c) {
                synchronized (model) {
                    return new Dimension(1, 1);
                }
            }

            public Dimension minimumLayoutSize(Container c) {
                return preferredLayoutSize(c);
            }

            public void layoutContainer(Container c) {
                synchronized (model) {
                    c.getComponentCount();
                }
            }
        });
        Turns.take(() -> container.getPreferredSize(), () -> {
            synchronized (model) {
                container.add(new Container());
            }
        });
    }
}
