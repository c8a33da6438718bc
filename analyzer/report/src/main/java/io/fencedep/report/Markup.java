package io.fencedep.report;

/** Makes names from traces safe in HTML and XML, as content and as attribute in quotes. */
public final class Markup {
    private Markup() {}

    /** The text without anything that markup could mistake, see also {@link SafeText#escape}. */
    public static String escape(String text) {
        String safe = SafeText.escape(text);
        StringBuilder escaped = new StringBuilder(safe.length() + 16);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
