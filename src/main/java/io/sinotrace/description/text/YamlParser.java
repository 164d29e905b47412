package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * From YAML text to a tree that knows its lines.
 *
 * <p>Only nodes are composed; no object is ever made of them, so a description cannot name a class.
 * Anchors, aliases and tags are refused: a description needs none, and a few lines of aliases can
 * stand for a tree of any size.
 */
public final class YamlTree {
  private static final int DEEPEST = 20;

  /** Where the library itself gives up; beyond {@link #DEEPEST}, since it names no line. */
  private static final int DEEPEST_COMPOSED = 200;

  private final Resolver resolver = new Resolver();
  private final Function<Integer, Place> places;

  private YamlTree(Function<Integer, Place> places) {
    this.places = places;
  }

  /**
   * Reads YAML.
   *
   * @param places from a line number, the first being 1, to a place
   * @return the tree, or null if the text holds nothing but blanks and comments
   * @throws InputException if the text is not YAML, or uses what descriptions do without
   */
  public static @Nullable Entry parse(String text, Function<Integer, Place> places) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST_COMPOSED);
    // Composing an alias costs nothing, and every anchor is refused below.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setCodePointLimit(Integer.MAX_VALUE);
    DumperOptions dumping = new DumperOptions();
    Yaml yaml = new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
    Node node;
    try {
      node = yaml.compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      int line = mark == null ? 1 : mark.getLine() + 1;
      throw places.apply(line).error("is not valid YAML: " + problem(e));
    } catch (ReaderException e) {
      int at = Math.min(text.length(), text.offsetByCodePoints(0, position(e, text)));
      int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
      throw places
          .apply(line)
          .error(
              "holds the character U+%04X, which YAML does not allow".formatted(e.getCodePoint()));
    } catch (YAMLException e) {
      // The nesting is the only other limit that can be met.
      throw tooDeep(places.apply(1));
    }
    return node == null ? null : new YamlTree(places).entry(node, null, 0);
  }

  private static int position(ReaderException e, String text) {
    return Math.min(Math.max(0, e.getPosition()), text.codePointCount(0, text.length()));
  }

  private static String problem(MarkedYAMLException e) {
    String problem = Messages.oneLine(Objects.requireNonNullElse(e.getProblem(), ""));
    String context = Messages.oneLine(Objects.requireNonNullElse(e.getContext(), ""));
    if (context.contains("scanning an alias") || problem.startsWith("found undefined alias")) {
      return "a value that begins with * must stand in quotes, as in \"*.nii.gz\"";
    }
    if (problem.contains("cannot start any token") && problem.contains("TAB")) {
      return "found a tab: expected spaces for indentation";
    }
    return context.isEmpty() ? problem : problem + " (" + context + ")";
  }

  private static InputException tooDeep(Place place) {
    return place.error("is nested deeper than " + DEEPEST + " levels: expected four at most");
  }

  private Entry entry(Node node, @Nullable Place key, int depth) {
    Place place = key != null ? key : place(node);
    if (depth > DEEPEST) {
      throw tooDeep(place(node));
    }
    if (node.getAnchor() != null) {
      throw place(node)
          .error("anchors and aliases (&name, *name) are not used in descriptions: write it out");
    }
    if (node instanceof ScalarNode scalar) {
      Tag implied = resolver.resolve(NodeId.scalar, scalar.getValue(), scalar.isPlain());
      checkTag(scalar, implied);
      return new Entry.Scalar(place, scalar.getValue(), !scalar.isPlain());
    }
    if (node instanceof SequenceNode sequence) {
      checkTag(sequence, Tag.SEQ);
      List<Entry> items = new ArrayList<>(sequence.getValue().size());
      sequence.getValue().forEach(item -> items.add(entry(item, null, depth + 1)));
      return new Entry.Items(place, items);
    }
    MappingNode mapping = (MappingNode) node;
    checkTag(mapping, Tag.MAP);
    return new Entry.Keys(place, keys(mapping, depth + 1));
  }

  private Map<String, Entry> keys(MappingNode mapping, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      if (!(key instanceof ScalarNode scalar)) {
        throw place(key).error("a list or a section stands where a key was expected");
      }
      Entry entry = entry(tuple.getValueNode(), place(key), depth);
      Entry first = entries.putIfAbsent(scalar.getValue(), entry);
      if (first != null) {
        throw place(key)
            .error(
                "%s is given twice (first at %s): expected each key once"
                    .formatted(Messages.brief(scalar.getValue()), first.place().label()));
      }
    }
    return entries;
  }

  private void checkTag(Node node, Tag implied) {
    if (!node.getTag().equals(implied)) {
      throw place(node)
          .error(
              "the tag "
                  + Messages.quote(node.getTag().getValue())
                  + " is not used in descriptions: expected a plain value");
    }
  }

  private Place place(Node node) {
    return places.apply(node.getStartMark().getLine() + 1);
  }
}
