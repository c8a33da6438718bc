package io.fencedep.formats;

/**
 * Why lines are passed over: a constant of the format, as lines are counted by it.
 *
 * @param text what is wrong with such lines, such as {@code not JSON}
 * @param advice what their author can do about it
 */
public record SkipReason(String text, String advice) {}
