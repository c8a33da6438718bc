package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Whatever others wrote and our jars carry comes with its licence. */
class LicencesIT {
    private static final String TEXTS = "META-INF/licenses/";
    private static final String LIBRARIES = "io/fencedep/agent/libs/";

    /** A line of the table in NOTICE. */
    private record Work(List<String> packages, List<String> texts) {
        static Work of(String line) {
            String[] columns = line.split(" {2,}");
            assertThat(columns).as(line).hasSize(5);
            List<String> texts = columns[3].equals("-") ? List.of() : List.of(columns[3].split(", "));
            return new Work(List.of(columns[1].split(" ")[0].replace('.', '/')), texts);
        }
    }

    @Test
    void every_package_of_others_has_a_licence_in_the_jar() throws IOException {
        try (ZipFile jar = new ZipFile(Fencedep.JAR.toFile())) {
            List<Work> works = works(text(jar, "META-INF/NOTICE"));
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
            Set<String> strangers = new TreeSet<>();
            jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .forEach(name -> {
                        String plain = name.replaceFirst("^META-INF/versions/\\d+/", "");
                        if (!plain.startsWith("io/fencedep/")
                                && works.stream().noneMatch(work -> plain.startsWith(work.packages.get(0) + "/"))) {
                            strangers.add(plain);
                        }
                    });
            assertThat(strangers).isEmpty();
            for (Work work : works) {
                for (String text : work.texts) {
                    assertThat(text(jar, TEXTS + text)).as(text).isNotBlank();
                }
            }
        }
    }

    @Test
    void the_agent_inside_carries_the_same() throws IOException {
        TreeMap<String, String> texts = new TreeMap<>();
        Set<String> libraries = new TreeSet<>();
        try (ZipFile jar = new ZipFile(Fencedep.JAR.toFile());
                ZipInputStream agent = new ZipInputStream(
                        new ByteArrayInputStream(jar.getInputStream(jar.getEntry("io/fencedep/cli/fencedep-agent.jar"))
                                .readAllBytes()))) {
            for (ZipEntry entry = agent.getNextEntry(); entry != null; entry = agent.getNextEntry()) {
                String name = entry.getName();
                if (name.startsWith("META-INF/") && !entry.isDirectory()) {
                    texts.put(name, new String(agent.readAllBytes(), StandardCharsets.UTF_8));
                }
                int at = name.indexOf(LIBRARIES);
                if (at >= 0 && name.endsWith(".class")) {
                    libraries.add(name.substring(at + LIBRARIES.length()).split("/")[0]);
                }
            }
        }
        String notice = texts.getOrDefault("META-INF/NOTICE", "");
        assertThat(libraries)
                .contains("asm", "jgrapht")
                .allSatisfy(library -> assertThat(works(notice))
                        .anyMatch(
                                work -> List.of(work.packages.get(0).split("/")).contains(library)
                                        || work.packages.get(0).endsWith("asm") && library.equals("asm")));
        for (Work work : works(notice)) {
            work.texts.forEach(text -> assertThat(texts).containsKey(TEXTS + text));
        }
        assertThat(texts).containsKey("META-INF/LICENSE");
    }

    private static List<Work> works(String notice) {
        List<Work> works = new ArrayList<>();
        notice.lines()
                .dropWhile(line -> !line.startsWith("work "))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .forEach(line -> works.add(Work.of(line)));
        assertThat(works).isNotEmpty();
        return works;
    }

    private static String text(ZipFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
