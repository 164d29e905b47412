package io.sinotrace.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.geometry.Vec3;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DerivedFormsTest {
  private static final class Form implements DerivedForm {
    private int closed;

    @Override
    public void close() {
      closed++;
    }
  }

  private final Volume volume =
      SlabVolume.on(VoxelGrid.centred(2, 2, 2, new Vec3(1, 1, 1))).finish();
  private final DerivedForms forms = volume.derivedForms();

  @Test
  void aFormIsMadeOnceForEachKind() {
    Form x = forms.get(Form.class, 0, Form::new);
    assertSame(x, forms.get(Form.class, 0, Form::new));
    assertNotSame(x, forms.get(Form.class, 1, Form::new));
    assertNotSame(x, forms.get(Form.class, Form::new));
    assertSame(forms.get(Form.class, Form::new), forms.get(Form.class, Form::new));
  }

  @Test
  void manyThreadsShareAForm() {
    AtomicInteger made = new AtomicInteger();
    Set<Form> seen =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    IntStream.range(0, 32)
        .parallel()
        .forEach(
            i ->
                seen.add(
                    forms.get(
                        Form.class,
                        () -> {
                          made.incrementAndGet();
                          return new Form();
                        })));
    assertEquals(1, made.get());
    assertEquals(1, seen.size());
  }

  @Test
  void formsAreClosedOnceWithTheVolume() {
    Form x = forms.get(Form.class, 0, Form::new);
    Form y = forms.get(Form.class, 1, Form::new);
    volume.close();
    volume.close();
    assertEquals(1, x.closed);
    assertEquals(1, y.closed);
    assertThrows(IllegalStateException.class, () -> forms.get(Form.class, 0, Form::new));
  }

  @Test
  void aFormOfOtherVoxelsMayTakeThePlaceOfTheLast() {
    Form before = forms.get(Form.class, 0, spent -> new Form());
    forms.renew();
    assertEquals(1, before.closed);
    List<Form> given = new ArrayList<>();
    Form after =
        forms.get(
            Form.class,
            0,
            spent -> {
              given.add(spent);
              return new Form();
            });
    assertEquals(List.of(before), given);
    assertNotSame(before, forms.get(Form.class, 1, spent -> spent == null ? new Form() : spent));
    forms.renew();
    forms.renew();
    assertSame(after, forms.get(Form.class, 0, spent -> spent));
  }

  /** Else there would be two at a time, where there is memory for one. */
  @Test
  void aFormThatIsNotMadeOfTheLastDoesNotKeepIt() {
    Form before = forms.get(Form.class, Form::new);
    forms.renew();
    assertEquals(1, before.closed);
    List<Form> given = new ArrayList<>();
    forms.get(
        Form.class,
        Form.class,
        spent -> {
          given.add(spent);
          return new Form();
        });
    assertEquals(Collections.singletonList(null), given);
  }

  @Test
  void aFormThatCouldNotBeMadeIsTriedAgain() {
    assertThrows(
        InsufficientMemoryException.class,
        () ->
            forms.get(
                Form.class,
                () -> {
                  throw new InsufficientMemoryException("no room");
                }));
    Form made = forms.get(Form.class, Form::new);
    volume.close();
    assertEquals(1, made.closed);
  }
}
