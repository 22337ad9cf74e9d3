package dev.caravan.local.bedrock.picture;

/** A low ridge with conifers along its crest, seen against the haze behind it. */
final class Hill implements Layer {

  private final View view;
  private final Noise shape;
  private final Noise trees;
  private final float height;
  private final float foot;
  private final float tree;
  private final Silhouette edge;
  private final Colour crest;
  private final Colour base;

  /**
   * @param layer number of its noise
   * @param height above its foot, as a share of the scale
   * @param foot where it meets the ground: 0 at the horizon .. 1 at the lower edge
   * @param tree the tallest tree, as a share of the scale; 0 for a bare ridge
   * @param distance 0 at our feet .. 1 lost in haze
   */
  Hill(View view, int layer, float height, float foot, float tree, float distance) {
    this.view = view;
    this.shape = view.noise(layer);
    this.trees = view.noise(layer + 1);
    this.height = height * view.scale();
    this.foot = view.horizon() + foot * (view.height() - view.horizon());
    this.tree = tree * view.scale();
    this.edge = new Silhouette(view.width(), this::top);
    Palette palette = view.palette();
    Colour own = palette.near().mix(palette.far(), distance * 0.85f);
    Colour white = Colour.WHITE.lit(palette.light());
    boolean winter = view.wishes().winter();
    boolean dark = view.wishes().light().dark();
    float veil = (0.15f + distance * 0.6f) * (dark ? 0.55f : 1);
    this.crest = own.mix(palette.haze(), distance * 0.22f).mix(white, winter && !dark ? 0.06f : 0);
    this.base = own.mix(palette.haze(), veil).mix(white, !winter ? 0 : dark ? 0.1f : 0.2f);
  }

  private float top(float x) {
    float u = x / view.scale();
    float land = foot - height * (0.15f + 1.0f * shape.rolling(u * 1.7f + 20, 4));
    return tree == 0 ? land : land - crowns(x);
  }

  /** The tallest of the trees whose cells lie around x. */
  private float crowns(float x) {
    float cell = tree * 0.3f;
    int own = (int) (x / cell);
    float tallest = 0;
    for (int i = own - 2; i <= own + 2; i++) {
      float size = tree * (0.35f + 0.65f * trees.at(i * 7.31f)) * grove(i * cell);
      float trunk = (i + trees.at(i * 3.77f + 100)) * cell;
      float halfWidth = size * 0.24f;
      float away = Math.abs(x - trunk) / Math.max(0.5f, halfWidth);
      if (away < 1) {
        // Branches in steps rather than a plain triangle.
        float step = away * 5;
        float jag = 0.5f * (step - (int) step) * Math.min(1, away * 3);
        tallest = Math.max(tallest, size * (1 - away - jag * 0.22f));
      }
    }
    return tallest;
  }

  private float grove(float x) {
    return 0.45f + 0.55f * Layer.smooth(0.25f, 0.6f, trees.at(x / view.scale() * 5 + 300));
  }

  @Override
  public void paint(Row row, int y) {
    if (y > foot + 1) {
      return;
    }
    float down = Layer.smooth(foot - height - tree * 0.5f, foot, y);
    Colour paint = crest.mix(base, down);
    for (int x = 0; x < row.width; x++) {
      float cover = edge.cover(x, y);
      if (cover > 0) {
        row.over(x, paint, cover);
      }
    }
  }
}
