package syntic.workbook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.JJava;
import org.junit.jupiter.api.Test;

class KernelDisplayTest {
    /** A kernel on the base that IJava and this project's kernel have. */
    public static final class Based extends BaseKernel {
        static final Based RUNNING = new Based();
        final List<DisplayData> shown = new ArrayList<>();

        public static Based current() {
            return RUNNING;
        }

        @Override
        public void display(DisplayData data) {
            shown.add(data);
        }

        @Override
        public DisplayData eval(String expression) {
            return null;
        }

        @Override
        public LanguageInfo getLanguageInfo() {
            return new LanguageInfo.Builder("java").build();
        }
    }

    @Test
    void outputsReachAKernelOfAnyClasses() {
        RecordingKernel kernel = new RecordingKernel();
        KernelDisplay display = kernel.asDisplay().orElseThrow();
        display.show(Bundle.text("plain").html("<b>rich</b>").picture(new BufferedImage(20, 10, 1), 2));
        display.update(Bundle.text("later"), "one");
        RecordingKernel.DisplayData shown = kernel.shown.get(0);
        assertEquals("plain", shown.data.get("text/plain"));
        assertEquals("<b>rich</b>", shown.data.get("text/html"));
        assertTrue(shown.data.get("image/png").toString().startsWith("iVBOR"));
        assertEquals(Map.of("width", 10, "height", 5, "alt", "plain"), shown.metadata.get("image/png"));
        assertEquals("later", kernel.updates.get(0).data.get("text/plain"));
        assertEquals("one", kernel.updates.get(0).id);
    }

    @Test
    void outputsReachAKernelOnTheCommonBase() {
        KernelDisplay display = KernelDisplay.find(
                List.of(new KernelDisplay.Source(Based.class.getName(), "current"))).orElseThrow();
        display.show(Bundle.text("plain"), "one");
        DisplayData shown = Based.RUNNING.shown.get(0);
        assertEquals("plain", shown.getData(MIMEType.TEXT_PLAIN));
        assertEquals("one", shown.getDisplayId());
        assertDoesNotThrow(() -> display.update(Bundle.text("later"), "one"));
    }

    @Test
    void outputsReachAnEarlyJJava() {
        RecordingKernel kernel = new RecordingKernel();
        JJava.run(kernel);
        try {
            KernelDisplay.find().orElseThrow().show(Bundle.text("plain"));
        } finally {
            JJava.run(null);
        }
        assertEquals("plain", kernel.shown.get(0).data.get("text/plain"));
    }

    @Test
    void noKernelIsNoError() {
        assertTrue(KernelDisplay.find().isEmpty());
        assertTrue(KernelDisplay.find(List.of(new KernelDisplay.Source(
                RecordingKernel.class.getName(), "current"))).isEmpty(), "the class is there, no kernel runs");
    }
}
