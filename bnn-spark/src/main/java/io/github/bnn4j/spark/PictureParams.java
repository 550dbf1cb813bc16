// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import io.github.bnn4j.images.Fit;
import io.github.bnn4j.spark.input.InputFormat;
import io.github.bnn4j.spark.input.PictureInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The parameters of {@link HasPictures}, made for one stage. */
record PictureParams(Param<String> inputCol, Param<String> inputFormat, Param<String> resize) {

  private static final List<String> FITS =
      Arrays.stream(Fit.values()).map(fit -> fit.name().toLowerCase(Locale.ROOT)).toList();

  PictureParams(HasPictures<?> stage) {
    this(
        new Param<>(stage, "inputCol", "column of pictures"),
        oneOf(stage, "inputFormat", "what the column of pictures holds", InputFormat.names()),
        oneOf(stage, "resize", "how a picture of another shape becomes an image", FITS));
    stage.setDefault(inputCol, "content");
    stage.setDefault(inputFormat, InputFormat.AUTO);
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
    StructField column =
        Optional.of(name)
            .filter(Arrays.asList(schema.fieldNames())::contains)
            .map(schema::apply)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "There is no column %s of pictures; the columns are %s.",
                            name,
                            String.join(", ", schema.fieldNames()))));
    return new PictureInput(
        InputFormat.of(stage.getInputFormat(), name, column.dataType()),
        Fit.valueOf(stage.getResize().toUpperCase(Locale.ROOT)));
  }
}
