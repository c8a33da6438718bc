/**
 * Small programs of which every schedule is tried: so it is known, and not only argued, whether they can deadlock. What is
 * said about a recording of one run that did not is held against that.
 */
package io.fencedep.core.schedules;
