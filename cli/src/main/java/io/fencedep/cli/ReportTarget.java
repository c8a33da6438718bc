package io.fencedep.cli;

import io.fencedep.report.AtomicOutput;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.output.ReportFormat;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A report and where it goes, as {@code FORMAT=FILE} says.
 *
 * @param format which report
 * @param file the file's name, or {@code -} for standard output
 */
record ReportTarget(ReportFormat format, String file) {
    /** Standard output. */
    static final String STDOUT = "-";

    /** How values begin, for shells to complete. */
    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Formats() {
            super(Arrays.stream(ReportFormat.values())
                    .map(format -> format + "=")
                    .toList());
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
            Optional<ReportFormat> format = ReportFormat.named(name);
            if (format.isEmpty()) {
                throw new TypeConversionException("unknown report '" + name + "'; there are " + ReportFormat.all());
            }
            return new ReportTarget(format.get(), value.substring(equals + 1));
        }
    }

    boolean isStdout() {
        return file.equals(STDOUT);
    }

    /** Writes the report, in colour if it goes to a terminal that shows them. */
    void write(ReportData data, ReportOptions options, ReportOption.TextBody text) throws OutputException {
        ReportOptions coloured = options.withColour(isStdout() && Console.colour());
        write(file, AtomicOutput.text(out -> {
            if (format == ReportFormat.TEXT) {
                text.write(coloured, out);
            } else {
                format.write(data, coloured, out);
            }
        }));
    }

    /** Writes a document to a file or to standard output. */
    static void write(String file, AtomicOutput.Body body) throws OutputException {
        if (file.equals(STDOUT)) {
            Console.print(body);
            return;
        }
        Path target;
        try {
            target = Path.of(file);
        } catch (InvalidPathException e) {
            throw new OutputException(file, new IOException("is not a file name", e));
        }
        try {
            AtomicOutput.write(target, body);
        } catch (IOException e) {
            throw new OutputException(file, e);
        }
    }
}
