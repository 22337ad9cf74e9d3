package dev.caravan.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectIndexTest {

  private final ObjectIndex index = ObjectIndex.empty();

  @Test
  void a_listing_is_in_order_and_has_only_the_keys_with_the_prefix() {
    add("/b/index/3", "/b/index/1", "/b/images/1.png", "/b/index/2", "/bb/index/0", "/b/z");

    assertThat(index.list("/b", "index/", "", 1_000)).containsSubsequence("/1<", "/2<", "/3<");
    assertThat(index.list("/b/", "index/", "", 1_000))
        .contains("<IsTruncated>false</IsTruncated><KeyCount>3</KeyCount>")
        .doesNotContain("images", "/0<", "z<");
  }

  @Test
  void a_page_begins_after_a_key_and_says_if_there_are_more() {
    add("/b/index/1", "/b/index/2", "/b/index/3", "/b/index/4");

    assertThat(index.list("/b", "index/", "index/1", 2))
        .contains("<IsTruncated>true</IsTruncated><KeyCount>2</KeyCount>")
        .contains("<Key>index/2</Key>", "<Key>index/3</Key>")
        .doesNotContain("index/1", "index/4");
    assertThat(index.list("/b", "index/", "index/2", 2)).contains("<IsTruncated>false<");
  }

  @Test
  void a_cleared_bucket_is_empty_and_others_are_not() {
    add("/b/index/1", "/bb/index/2", "/a/index/3");

    index.clear("b");

    assertThat(index.list("/b", "", "", 9)).contains("<KeyCount>0<");
    assertThat(index.list("/bb", "", "", 9)).contains("index/2");
    assertThat(index.list("/a", "", "", 9)).contains("index/3");
  }

  @Test
  void without_an_index_listings_are_empty() {
    ObjectIndex.NONE.add("/b/index/1");

    assertThat(ObjectIndex.NONE.list("/b", "", "", 9)).contains("<KeyCount>0<");
  }

  private void add(String... paths) {
    List.of(paths).forEach(index::add);
  }
}
