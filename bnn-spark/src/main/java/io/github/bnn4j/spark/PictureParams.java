// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.images.Fit;
import io.github.bnn4j.spark.input.Columns;
import io.github.bnn4j.spark.input.InputFormat;
import io.github.bnn4j.spark.input.PictureInput;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.sql.types.StructType;

/** The parameters of {@link HasPictures}, made for one stage; opaque to all others. */
public final class PictureParams implements Serializable {
  private static final long serialVersionUID = 1;

  private static final List<String> FITS =
      Arrays.stream(Fit.values()).map(fit -> fit.name().toLowerCase(Locale.ROOT)).toList();

  final Param<String> inputCol;
  final Param<String> inputFormat;
  final Param<String> resize;

  PictureParams(HasPictures<?> stage) {
    inputCol = new Param<>(stage, "inputCol", "column of pictures");
    stage.setDefault(inputCol, "content");
    inputFormat =
        oneOf(stage, "inputFormat", "what the column of pictures holds", InputFormat.names());
    stage.setDefault(inputFormat, InputFormat.AUTO);
    resize = oneOf(stage, "resize", "how a picture of another shape becomes an image", FITS);
    stage.setDefault(resize, "crop");
  }

  private static Param<String> oneOf(
      HasPictures<?> stage, String name, String doc, List<String> values) {
    return new Param<>(
        stage, name, doc + ": " + String.join(", ", values), ParamValidators.inArray(values));
  }

  /**
   * How the column of pictures is read.
   *
   * @throws IllegalArgumentException if there is no such column, or it is of another type
   */
  static PictureInput input(HasPictures<?> stage, StructType schema) {
    String name = stage.getInputCol();
    return new PictureInput(
        InputFormat.of(
            stage.getInputFormat(), name, Columns.field(schema, name, "pictures").dataType()),
        Fit.valueOf(stage.getResize().toUpperCase(Locale.ROOT)));
  }
}
