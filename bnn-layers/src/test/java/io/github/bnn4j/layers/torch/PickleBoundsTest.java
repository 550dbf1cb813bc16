// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

import static io.github.bnn4j.layers.torch.TorchFiles.pickle;
import static io.github.bnn4j.layers.torch.TorchFiles.tensor;
import static io.github.bnn4j.layers.torch.TorchFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bnn4j.core.file.BnnFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However long a pickle is and whatever it does, reading it takes bounded memory and time. */
class PickleBoundsTest {

  private static final int MANY = 9_000_000;

  @TempDir private Path folder;

  @Test
  void deepNestingIsNoRecursion() throws IOException {
    String none = "it holds no state_dict";
    assertRefused(pickle("", "]", 300_000, "a".repeat(299_999) + "."), none);
    assertRefused(pickle("", "(", 500_000, "t".repeat(500_000) + "."), none);
  }

  /** Values, marks, remembered values; what is copied or said of a value counts each time. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|N|''",
        "''|(|''",
        "N|\\x94|''",
        "](NNNNNNNNNNNNNNNNe\\x94|c__builtin__\\nset\\nh\\x00\\x85R0|''",
        "}(K\\x01NK\\x02NK\\x03NK\\x04Nu\\x94cos\\nsystem\\n)R|h\\x00b|''",
        "ctorch._utils\\n_rebuild_tensor\\n\\x94|h\\x00)R0|''",
      })
  void whatAPickleMakesIsBounded(String begin, String repeated, String end) throws IOException {
    byte[] pickle = pickle(begin, repeated, MANY / Math.max(1, repeated.length() / 6), end);

    assertRefused(pickle, "it makes more than 8388608 values");
  }

  /** Histories and tables that training scripts keep, of 2.4 million numbers each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "](|e",
        "(|t",
        "}(|u",
        "(|l",
        "(|d",
        "c__builtin__\\nset\\n](|e\\x85R",
        "\\x8f(|\\x90",
        "(|\\x91"
      })
  void millionsOfNumbersMayLieBesideATensor(String begin, String end) throws IOException {
    String numbers =
        "K\\x07J\\x00\\x01\\x02\\x03G\\x3f\\xf0\\x00\\x00\\x00\\x00\\x00\\x00M\\x00\\x01";
    String before = "}(X\\x01\\x00\\x00\\x00a" + tensor(0, 2, 1) + "X\\x01\\x00\\x00\\x00h" + begin;
    byte[] pickle = pickle(before, numbers, 600_000, end + "u.");

    assertThat(TorchCheckpoint.read(file(pickle)).weights()).containsExactly("a");
  }

  /** Strides of 0 repeat numbers, but no more of them than a network could have. */
  @Test
  void aSmallFileDoesNotBecomeGigabytes() throws IOException {
    String tensor = tensor(0, 7, 0).replace("K\\x07", "J\\x00\\x00\\x00\\x01");
    byte[] pickle = pickle("](" + tensor, tensor, 5, "e.");

    var tensors = TorchCheckpoint.read(file(pickle));

    assertThat(tensors.stored().get("0").shape()).containsExactly(1 << 24);
    assertThat(tensors.weights()).containsExactly("0");
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> tensors.get("1"))
        .withMessageContaining("1 repeats its numbers too often to be read");
  }

  private void assertRefused(byte[] pickle, String reason) throws IOException {
    Path file = file(pickle);
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> TorchCheckpoint.read(file))
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  private Path file(byte[] pickle) throws IOException {
    return Files.write(folder.resolve("x.pth"), zip(pickle, "data/0", new byte[2 * Float.BYTES]));
  }
}
