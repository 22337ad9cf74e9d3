package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sizes of the pieces that downloads hold. */
class DownloadsTest {

  private static final int MIB = 1_048_576;

  @ParameterizedTest
  @CsvSource({"0, 1048576", "1, 1048576", "16, 1048576", "32, 524288", "256, 65536", "9999, 65536"})
  void the_more_downloads_the_smaller_their_pieces(int active, int bytes) {
    assertThat(Downloads.pieceBytes(active)).isEqualTo(bytes);
  }

  @Property
  void a_piece_never_grows_when_a_download_joins(
      @ForAll @IntRange(min = 0, max = 5000) int active) {
    assertThat(Downloads.pieceBytes(active + 1)).isLessThanOrEqualTo(Downloads.pieceBytes(active));
  }

  /**
   * The n-th oldest download has read its piece while at least n were in progress, so its piece is
   * at most the n-th size.
   */
  @Test
  void the_pieces_of_500_downloads_that_stall_are_bounded() {
    long all = 0;
    for (int n = 1; n <= 500; n++) {
      all += Downloads.pieceBytes(n);
    }

    assertThat(all).isLessThan(76L * MIB);
  }
}
