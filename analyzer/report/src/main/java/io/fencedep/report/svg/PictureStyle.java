package io.fencedep.report.svg;

/** The look of all pictures, for pages that hold several of them. */
public final class PictureStyle {
    /** A style element. */
    public static final String STYLE = Svg.STYLE;

    /** The heads of arrows, to stand in one picture of the page. */
    public static final String MARKERS = Svg.MARKERS;

    private PictureStyle() {}
}
