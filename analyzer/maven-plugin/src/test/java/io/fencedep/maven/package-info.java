/** What builds leave behind that use the plugin and the extension, and the plugin's own parts. */
@org.jspecify.annotations.NullMarked
package io.fencedep.maven;
