package io.sinotrace.description.poses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Poses as JSON: an array whose elements are arrays of twelve numbers, or objects of four arrays of
 * three: {@code source} (parallel beams: {@code direction}), {@code detector-center}, {@code u} and
 * {@code v}.
 */
final class JsonPoses {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final String label;
  private final Beam beam;
  private final List<String> keys;

  private JsonPoses(String label, Beam beam) {
    this.label = label;
    this.beam = beam;
    this.keys =
        List.of(beam == Beam.PARALLEL ? "direction" : "source", "detector-center", "u", "v");
  }

  /** Returns the views of a file; {@code label} is its name in errors. */
  static List<View> read(byte[] bytes, String label, Beam beam) {
    try (JsonParser parser = MAPPER.getFactory().createParser(bytes)) {
      return new JsonPoses(label, beam).views(parser);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new InputException(
          "%s:%d: is not valid JSON: %s"
              .formatted(label, line, Messages.brief(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw new InputException(label + ": cannot be read: " + Messages.reason(e), e);
    }
  }

  private List<View> views(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new InputException(label + ": expected a JSON array, with one element a pose");
    }
    List<View> views = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String where =
          "%s:%d: element %d"
              .formatted(label, parser.currentTokenLocation().getLineNr(), views.size() + 1);
      if (views.size() == Geometry.MAX_VIEWS) {
        throw new InputException(where + ": expected at most " + Geometry.MAX_VIEWS + " poses");
      }
      // One pose at a time: a tree of the whole file would take many times its size.
      JsonNode element = MAPPER.readTree(parser);
      views.add(Pose.view(numbers(element, where), beam, where));
    }
    if (parser.nextToken() != null) {
      throw new InputException(
          "%s:%d: expected nothing after the array"
              .formatted(label, parser.currentTokenLocation().getLineNr()));
    }
    if (views.isEmpty()) {
      throw new InputException(label + ": holds no pose: expected an array of at least one");
    }
    return views;
  }

  private double[] numbers(JsonNode element, String where) {
    double[] numbers = new double[Pose.NUMBERS];
    if (element.isArray()) {
      fill(element, numbers, 0, Pose.NUMBERS, where);
      return numbers;
    }
    if (!element.isObject()) {
      throw new InputException(where + ": expected an array of 12 numbers or an object");
    }
    for (Iterator<String> names = element.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!keys.contains(name)) {
        throw new InputException(
            "%s: unknown key %s%s: expected %s, as beam is %s"
                .formatted(
                    where,
                    Messages.brief(name),
                    Spelling.suggest(name, keys),
                    String.join(", ", keys),
                    Value.word(beam)));
      }
    }
    for (int k = 0; k < keys.size(); k++) {
      fill(element.path(keys.get(k)), numbers, 3 * k, 3, where + ", " + keys.get(k));
    }
    return numbers;
  }

  private static void fill(JsonNode array, double[] numbers, int at, int count, String where) {
    if (array.isMissingNode()) {
      throw new InputException(where + " is missing: expected an array of " + count + " numbers");
    }
    if (!array.isArray() || array.size() != count) {
      throw new InputException(
          "%s: found %s: expected an array of %d numbers"
              .formatted(
                  where,
                  array.isArray()
                      ? "an array of " + array.size()
                      : Messages.brief(array.toString()),
                  count));
    }
    for (int k = 0; k < count; k++) {
      JsonNode number = array.get(k);
      if (!number.isNumber()) {
        throw new InputException(
            "%s: number %d is %s: expected a number"
                .formatted(where, k + 1, Messages.brief(number.toString())));
      }
      numbers[at + k] = number.doubleValue();
    }
  }
}
