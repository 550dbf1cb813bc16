// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFormatTest {

  @ParameterizedTest
  @CsvSource({"cat.jpg, JPEG", "cat.JPEG, JPEG", "a.b/cat.tar.png, PNG", "çä t.Tif, TIFF"})
  void aNamePromisesTheFormatOfItsEnding(String name, PictureFormat format) {
    assertThat(PictureFormat.ofName(Path.of(name))).contains(format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "folder.png/jpg", "cat.pn", "cat.png.", "/"})
  void aNameWithoutTheEndingOfAPicturePromisesNone(String name) {
    assertThat(PictureFormat.ofName(Path.of(name))).isEmpty();
  }
}
