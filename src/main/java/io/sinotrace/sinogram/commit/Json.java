package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sinotrace.geometry.Tile;

/**
 * How records become JSON: {@code indexToWorld} is {@code index_to_world}; a tile is an array of
 * its four numbers.
 */
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(Tile.class, AsArray.class)
          .build();

  private Json() {}

  /** The annotation of what stands in an array without names. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private interface AsArray {}
}
