package io.fencedep.core.lowering;

import io.fencedep.core.graph.ResourceKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of every instance, by its number; made when it is first asked for. */
final class Resources {
    private @Nullable Resource[] all = new Resource[1024];

    /** What is known of an instance, or null when nothing is. */
    @Nullable
    Resource known(int instance) {
        return instance < all.length ? all[instance] : null;
    }

    void keep(Resource resource) {
        if (resource.instance >= all.length) {
            all = Arrays.copyOf(all, Math.max(resource.instance + 1, all.length * 2));
        }
        all[resource.instance] = resource;
    }

    /** The lock or notifier with this instance. */
    Resource plain(int instance) {
        Resource resource = known(instance);
        if (resource == null) {
            resource = new Resource(instance);
            keep(resource);
        }
        return resource;
    }

    Resource.Fence fence(int instance) {
        Resource resource = known(instance);
        if (resource == null) {
            resource = new Resource.Fence(instance);
            keep(resource);
        }
        return (Resource.Fence) resource;
    }

    Resource.Work work(int instance) {
        Resource resource = known(instance);
        if (resource == null) {
            resource = new Resource.Work(instance);
            keep(resource);
        }
        return (Resource.Work) resource;
    }

    Resource.Page page(int instance) {
        Resource resource = known(instance);
        if (resource == null) {
            resource = new Resource.Page(instance);
            keep(resource);
        }
        return (Resource.Page) resource;
    }

    Resource.Device device(int instance) {
        Resource resource = known(instance);
        if (resource == null) {
            resource = new Resource.Device(instance);
            keep(resource);
        }
        return (Resource.Device) resource;
    }

    /** The resource with this instance, of a kind. */
    Resource of(int instance, ResourceKind kind) {
        return switch (kind) {
            case FENCE -> fence(instance);
            case WORK -> work(instance);
            case PAGE -> page(instance);
            default -> plain(instance);
        };
    }

    /** Whether nothing is going on with an instance, so that its number may be given to another. */
    boolean isIdle(int instance) {
        Resource resource = known(instance);
        return resource == null || resource.idle();
    }

    /** The number will mean another instance. */
    void forget(int instance) {
        Resource resource = known(instance);
        if (resource != null) {
            resource.forgetState();
            all[instance] = null;
        }
    }

    /** Events were lost: what goes on with any of them is not known any more. */
    void forgetStates() {
        for (Resource resource : all) {
            if (resource != null) {
                resource.forgetState();
            }
        }
    }
}
