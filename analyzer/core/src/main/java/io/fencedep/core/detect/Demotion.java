package io.fencedep.core.detect;

/**
 * Why a finding counts less than it looks.
 *
 * @param filter the filter's name, such as {@code gate-lock}
 * @param reason what it saw, as a sentence
 */
public record Demotion(String filter, String reason) {}
