package syntic.stage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.nn.Torch;

/** Object fusion against torch.nn.MultiheadAttention: output and attention. */
class ObjectFusionReferenceTest {
    @TestFactory
    Stream<DynamicTest> fusion() throws IOException {
        return ReferenceCase.stages("object-fusion/", reference -> {
            try (NDManager manager = Torch.newManager()) {
                long width = reference.config().get("embed_dim").getAsLong();
                int heads = reference.config().get("num_heads").getAsInt();
                ObjectFusion fusion = new ObjectFusion(
                        reference.weights(manager, ObjectFusion.parameters(width)), heads);
                Map<String, NDArray> io = reference.io(manager);
                NDArray present = io.get("in.padding_mask").eq(0).toType(DataType.FLOAT32, false);
                for (String variant : new String[] {"unit", "wide"}) {
                    NDArray expected = io.get("out." + variant + ".output");
                    NDArray attention = io.get("out." + variant + ".attention");
                    ObjectFusion.Output found = fusion.apply(io.get("in." + variant + ".query").squeeze(1),
                            io.get("in." + variant + ".objects"), present);
                    ReferenceCase.assertClose(expected.squeeze(1), found.feature(),
                            reference.tolerance(variant + ".output"), variant);
                    Shape s = attention.getShape();
                    ReferenceCase.assertClose(attention.reshape(s.get(0), s.get(1), s.get(3)), found.attention(),
                            reference.tolerance(variant + ".attention"), variant);
                }
            }
        });
    }
}
