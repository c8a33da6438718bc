package io.fencedep.libraries;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A request goes from one route to the next; another one fails later on and looks for routes that handle failures. */
public final class VertxRoutes {
    private static volatile RoutingContext pending;

    private VertxRoutes() {}

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.route().handler(RoutingContext::next).failureHandler(RoutingContext::next);
        router.route().handler(context -> pending = context).handler(context -> context.fail(500));
        Turns.take(() -> router.accept(request()), () -> pending.next());
        vertx.close();
    }

    private static HttpServerRequest request() {
        return (HttpServerRequest) answering(HttpServerRequest.class);
    }

    private static Object answering(Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> answer(proxy, method));
    }

    private static Object answer(Object proxy, Method method) {
        Class<?> type = method.getReturnType();
        switch (method.getName()) {
            case "path":
            case "uri":
                return "/";
            case "method":
                return HttpMethod.GET;
            case "hashCode":
                return 1;
            default:
                if (type == boolean.class) {
                    return false;
                }
                if (type == MultiMap.class) {
                    return MultiMap.caseInsensitiveMultiMap();
                }
                if (type == HttpServerResponse.class) {
                    return method.getDeclaringClass() == HttpServerResponse.class ? proxy : answering(type);
                }
                return type.isInterface() && type.isInstance(proxy) ? proxy : null;
        }
    }
}
