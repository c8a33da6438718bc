package io.fencedep.libraries;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/** All singletons are made; another thread asks for a lazy one that looks for others. */
public final class SpringSingletons {
    private SpringSingletons() {}

    /** Made at the start. */
    public static final class Eager {}

    /** Looks for others when it is made. */
    public static final class Lazy implements BeanFactoryAware {
        @Override
        public void setBeanFactory(BeanFactory factory) {
            ((ListableBeanFactory) factory).getBeanDefinitionNames();
        }
    }

    public static void main(String[] arguments) throws Exception {
        DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
        factory.registerBeanDefinition("eager", new RootBeanDefinition(Eager.class));
        RootBeanDefinition lazy = new RootBeanDefinition(Lazy.class);
        lazy.setLazyInit(true);
        factory.registerBeanDefinition("lazy", lazy);
        Turns.take(factory::preInstantiateSingletons, () -> factory.getBean("lazy"));
    }
}
