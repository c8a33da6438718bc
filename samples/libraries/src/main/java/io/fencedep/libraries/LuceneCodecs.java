package io.fencedep.libraries;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.lucene50.Lucene50Codec;
import org.apache.lucene.codecs.lucene50.Lucene50PostingsFormat;

/** Codecs and formats are found as services by some threads, and made by their names by others. */
public final class LuceneCodecs {
    private LuceneCodecs() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                Codec::getDefault,
                Lucene50Codec::new,
                () -> PostingsFormat.forName("Lucene50"),
                Lucene50PostingsFormat::new);
    }
}
