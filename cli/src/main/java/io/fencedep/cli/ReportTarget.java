package io.fencedep.cli;

import io.fencedep.report.AtomicOutput;
import io.fencedep.report.ReportData;
import io.fencedep.report.json.JsonReport;
import io.fencedep.report.text.TextOptions;
import io.fencedep.report.text.TextReport;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A report and where it goes, as {@code FORMAT=FILE} says.
 *
 * @param format which report
 * @param file the file's name, or {@code -} for standard output
 */
record ReportTarget(Format format, String file) {
    /** Standard output. */
    static final String STDOUT = "-";

    /** The reports that there are. */
    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        static String all() {
            return Arrays.stream(values()).map(Format::toString).collect(Collectors.joining(", "));
        }
    }

    /** Reads {@code FORMAT=FILE}. */
    static final class Converter implements ITypeConverter<ReportTarget> {
        Converter() {}

        @Override
        public ReportTarget convert(String value) {
            int equals = value.indexOf('=');
            if (equals < 0 || equals == value.length() - 1) {
                throw new TypeConversionException("'" + value + "' is not FORMAT=FILE");
            }
            String name = value.substring(0, equals);
            Optional<Format> format = Arrays.stream(Format.values())
                    .filter(known -> known.toString().equals(name))
                    .findFirst();
            if (format.isEmpty()) {
                throw new TypeConversionException("unknown report '" + name + "'; there are " + Format.all());
            }
            return new ReportTarget(format.get(), value.substring(equals + 1));
        }
    }

    boolean isStdout() {
        return file.equals(STDOUT);
    }

    /** Writes the report. */
    void write(ReportData data, boolean all) throws OutputException {
        AtomicOutput.Body body = AtomicOutput.text(out -> {
            switch (format) {
                case TEXT -> TextReport.write(data, new TextOptions(isStdout() && Console.colour(), all), out);
                case JSON -> JsonReport.write(data, out);
            }
        });
        write(file, body);
    }

    /** Writes a document to a file or to standard output. */
    static void write(String file, AtomicOutput.Body body) throws OutputException {
        if (file.equals(STDOUT)) {
            Console.print(body);
            return;
        }
        try {
            AtomicOutput.write(Path.of(file), body);
        } catch (InvalidPathException e) {
            throw new OutputException(file, new IOException("is not a file name", e));
        } catch (IOException e) {
            throw new OutputException(file, e);
        }
    }
}
