package io.fencedep.maven;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What Surefire's XML says of the tests of one module: why each failed; empty for those that passed. */
final class SurefireResults {
    private SurefireResults() {}

    /** By {@code Class.method}; without a method it is about the class or the whole run. */
    static SortedMap<String, String> of(Path module) {
        SortedMap<String, String> results = new TreeMap<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(module.resolve("target/surefire-reports"), "TEST-*.xml")) {
            for (Path file : files) {
                NodeList cases = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile())
                        .getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) {
                    add((Element) cases.item(i), results);
                }
            }
        } catch (IOException | org.xml.sax.SAXException | javax.xml.parsers.ParserConfigurationException e) {
            throw new IllegalStateException(module.toString(), e);
        }
        return results;
    }

    private static void add(Element test, SortedMap<String, String> results) {
        String type = test.getAttribute("classname");
        String name = type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
        results.put(name, failure(test));
    }

    private static String failure(Element test) {
        for (String tag : new String[] {"failure", "error"}) {
            NodeList found = test.getElementsByTagName(tag);
            if (found.getLength() > 0) {
                return ((Element) found.item(0)).getAttribute("message") + "\n"
                        + found.item(0).getTextContent();
            }
        }
        return "";
    }
}
