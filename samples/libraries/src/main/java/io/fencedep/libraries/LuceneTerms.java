package io.fencedep.libraries;

import org.apache.lucene.index.MultiTermsEnum;
import org.apache.lucene.index.ReaderSlice;
import org.apache.lucene.index.TermsEnum;

/** One thread asks for no terms, another one for those of several parts. */
public final class LuceneTerms {
    private LuceneTerms() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> TermsEnum.EMPTY.attributes(), () -> new MultiTermsEnum(new ReaderSlice[0]));
    }
}
