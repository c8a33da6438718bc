package io.fencedep.libraries;

import jakarta.servlet.AsyncEvent;
import java.io.IOException;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitterReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** An event is sent to a client, and the container tells that the client is gone. */
public final class SpringEmitter {
    private SpringEmitter() {}

    public static void main(String[] arguments) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/events");
        request.setAsyncSupported(true);
        StandardServletAsyncWebRequest web = new StandardServletAsyncWebRequest(request, new MockHttpServletResponse());
        WebAsyncUtils.getAsyncManager(web).setAsyncWebRequest(web);
        SseEmitter emitter = new SseEmitter(0L);
        emitter.onError(emitter::completeWithError);
        new ResponseBodyEmitterReturnValueHandler(List.of(new StringHttpMessageConverter()))
                .handleReturnValue(
                        emitter,
                        new MethodParameter(SpringEmitter.class.getMethod("answer"), -1),
                        new ModelAndViewContainer(),
                        web);
        Turns.take(
                () -> emitter.send("hello"),
                () -> web.onError(new AsyncEvent(request.getAsyncContext(), new IOException("gone"))));
    }

    /** What a controller's method would be. */
    public static SseEmitter answer() {
        return new SseEmitter(0L);
    }
}
