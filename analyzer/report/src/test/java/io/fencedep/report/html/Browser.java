package io.fencedep.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven by the DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private int last;

    private Browser(Process process, Path profile, String address) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Answers())
                .join();
    }

    /** The program, where there is one. */
    static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a file. */
    static Browser open(Path program, Path profile, Path page, boolean scripts) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        try {
            Browser browser = new Browser(process, profile, page(profile.resolve("DevToolsActivePort"), process));
            browser.call("Page.enable", Map.of());
            if (!scripts) {
                browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
            }
            browser.call("Page.navigate", Map.of("url", page.toUri().toString()));
            browser.await("Page.loadEventFired");
            return browser;
        } catch (Exception e) {
            process.destroy();
            throw e;
        }
    }

    private static String page(Path portFile, Process process) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            List<String> lines = Files.exists(portFile) ? Files.readAllLines(portFile) : List.of();
            if (lines.size() >= 2) {
                URI list = URI.create("http://127.0.0.1:" + lines.get(0) + "/json/list");
                String text = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                for (JsonNode target : JSON.readTree(text)) {
                    if (target.get("type").asText().equals("page")) {
                        return target.get("webSocketDebuggerUrl").asText();
                    }
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("the browser does not start: " + Files.readString(portFile.resolveSibling("log")));
    }

    /** The value of an expression on the page. */
    JsonNode value(String expression) throws Exception {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        JsonNode value = answer.at("/result/value");
        return value;
    }

    /** Presses a key. */
    void key(String key) throws Exception {
        boolean character = key.length() == 1;
        String text = character ? key : key.equals("Enter") ? "\r" : "";
        call(
                "Input.dispatchKeyEvent",
                Map.of(
                        "type", text.isEmpty() ? "rawKeyDown" : "keyDown",
                        "key", key,
                        "code", character ? "Key" + key.toUpperCase(java.util.Locale.ROOT) : key,
                        "windowsVirtualKeyCode", key.equals("Enter") ? 13 : key.equals("Tab") ? 9 : 0,
                        "text", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
        int id = ++last;
        ObjectNode message = JSON.createObjectNode();
        message.put("id", id);
        message.put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(JSON.writeValueAsString(message), true).join();
        while (true) {
            JsonNode answer = next();
            if (answer.path("id").asInt() == id) {
                if (answer.has("error")) {
                    throw new AssertionError(method + ": " + answer.get("error"));
                }
                return answer.get("result");
            }
        }
    }

    private void await(String event) throws Exception {
        while (!next().path("method").asText().equals(event)) {
            // Other events are of no interest.
        }
    }

    private JsonNode next() throws Exception {
        JsonNode answer = answers.poll(SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new IOException("the browser does not answer");
        }
        return answer;
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        for (String link : List.of("SingletonSocket", "SingletonLock", "SingletonCookie")) {
            profile.resolve(link).toFile().delete();
        }
    }

    /** Puts whole messages into the queue. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean whole) {
            text.append(data);
            if (whole) {
                try {
                    answers.add(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
