package io.fencedep.formats.graphfile;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/** One line for each element of the root's arrays, and no other white space. */
final class LinePrinter extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1;

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
        if (isSection(json)) {
            json.writeRaw('\n');
        }
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        if (isSection(json)) {
            json.writeRaw('\n');
        }
    }

    @Override
    public void writeEndArray(JsonGenerator json, int elements) throws IOException {
        if (elements > 0 && isSection(json)) {
            json.writeRaw('\n');
        }
        json.writeRaw(']');
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        if (json.getOutputContext().getParent().inRoot()) {
            json.writeRaw('\n');
        }
    }

    private static boolean isSection(JsonGenerator json) {
        JsonStreamContext owner = json.getOutputContext().getParent();
        return owner.inObject() && owner.getParent().inRoot();
    }
}
