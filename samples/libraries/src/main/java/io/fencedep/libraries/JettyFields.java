package io.fencedep.libraries;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpTester;

/** One thread asks for empty fields, another one makes a request for a test. */
public final class JettyFields {
    private JettyFields() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> HttpFields.EMPTY.size(), HttpTester::newRequest);
    }
}
