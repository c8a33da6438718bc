package io.fencedep.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void plain_text_stays() {
        assertThat(SafeText.escape("&mm->mmap_lock, na\u00efve \u9396")).isEqualTo("&mm->mmap_lock, na\u00efve \u9396");
    }

    @Test
    void whatever_moves_the_cursor_turns_text_or_breaks_the_line_is_escaped() {
        assertThat(SafeText.escape("a\n\r\t\u001b\u007f\u0085\u2028\u202e\u200b\ud800"))
                .isEqualTo("a\\n\\r\\t\\u{1b}\\u{7f}\\u{85}\\u{2028}\\u{202e}\\u{200b}\\u{d800}");
    }

    @Test
    void width_counts_columns_not_characters() {
        assertThat(SafeText.width("abc")).isEqualTo(3);
        assertThat(SafeText.width("\u9396\uff21")).isEqualTo(4);
        assertThat(SafeText.width("e\u0301")).isEqualTo(1);
        assertThat(SafeText.width("\ud83d\ude00")).isEqualTo(2);
        assertThat(SafeText.pad("\u9396", 4)).isEqualTo("\u9396  ");
    }
}
