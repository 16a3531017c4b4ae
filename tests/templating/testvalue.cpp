#include "models/templating/value.h"

#include <catch2/catch.hpp>

using namespace daybook::templating;

TEST_CASE("values are read as what they are, and as nothing else", "[templating]")
{
    const Value meta(Dict{{QStringLiteral("daybook"),
                           Value(Dict{{QStringLiteral("role"), Value(u"ledger")},
                                      {QStringLiteral("types"), Value(List{Value(u"promotion")})}})}});
    CHECK(meta.find(u"daybook").find(u"role").stringOr({}) == QStringLiteral("ledger"));
    CHECK(meta.find(u"daybook").find(u"types").items().size() == 1);
    CHECK(meta.find(u"nope").find(u"role").stringOr(QStringLiteral("none")) == QStringLiteral("none"));
    CHECK(meta.find(u"nope").isUndefined());
    CHECK_FALSE(meta.find(u"nope").isPresent());
    CHECK_FALSE(Value(1).asBool());
    CHECK_FALSE(Value(true).asInteger());
    CHECK_FALSE(Value(u"1").asInteger());
    CHECK(Value(1).asFloat() == 1.0);
    CHECK(Value::none().isNone());
    CHECK(Value().isUndefined());
    CHECK(Value(u"x").items().empty());
    CHECK(Value(false).boolOr(true) == false);
    CHECK(Value(5).integerOr(0) == 5);
}

TEST_CASE("values print as Python's do", "[templating]")
{
    const auto [value, text] = GENERATE(table<Value, const char16_t *>({
        {Value(1.0), u"1.0"},
        {Value(1e16), u"1e+16"},
        {Value(0.1), u"0.1"},
        {Value(true), u"True"},
        {Value::none(), u"None"},
        {Value(), u""},
        {Value(List{Value(u"it's"), Value(1)}), u"[\"it's\", 1]"},
        {Value::fromTuple({Value(1)}), u"(1,)"},
        {Value(Dict{{QStringLiteral("a"), Value(List{})}}), u"{'a': []}"},
        {Value(u"거래"), u"거래"},
    }));
    CHECK(value.toString() == QStringView(text).toString());
}

TEST_CASE("values are equal as Python's are", "[templating]")
{
    CHECK(Value(1) == Value(1.0));
    CHECK(Value(1) == Value(true));
    CHECK_FALSE(Value(qint64(9007199254740993)) == Value(9007199254740992.0));
    CHECK_FALSE(Value(u"1") == Value(1));
    CHECK(Value(Dict{{QStringLiteral("a"), Value(1)}, {QStringLiteral("b"), Value(2)}}) ==
          Value(Dict{{QStringLiteral("b"), Value(2)}, {QStringLiteral("a"), Value(1)}}));
    CHECK_FALSE(Value(List{Value(1)}) == Value::fromTuple({Value(1)}));
    CHECK_FALSE(Value(std::nan("")) == Value(std::nan("")));
}

TEST_CASE("a dict keeps order and finds many keys", "[templating]")
{
    Dict dict;
    for (int i = 0; i < 1000; ++i)
        dict.insert(QStringLiteral("k%1").arg(i), Value(i));
    dict.insert(u"k5", Value(u"five"));
    dict.insert(Value(1), Value(u"one"));
    dict.insert(Value(true), Value(u"true"));
    CHECK(dict.size() == 1001);
    CHECK(dict.value(u"k5") == Value(u"five"));
    CHECK(*dict.find(Value(1.0)) == Value(u"true"));
    CHECK(dict.remove(Value(u"k0")));
    CHECK_FALSE(dict.remove(Value(u"k0")));
    CHECK(dict.keys().first() == QStringLiteral("k1"));
    CHECK(dict.value(u"k999") == Value(999));
    CHECK_FALSE(dict.contains(u"k1000"));
}

TEST_CASE("dicts are merged key by key", "[templating]")
{
    const Value base(Dict{
        {QStringLiteral("a"), Value(Dict{{QStringLiteral("x"), Value(1)}, {QStringLiteral("y"), Value(2)}})},
        {QStringLiteral("b"), Value(List{Value(1)})}});
    const Value over(Dict{{QStringLiteral("a"), Value(Dict{{QStringLiteral("y"), Value(3)}})},
                          {QStringLiteral("b"), Value(List{Value(2)})}});
    CHECK(Value::merged(base, over).toString() == QStringLiteral("{'a': {'x': 1, 'y': 3}, 'b': [2]}"));
    CHECK(base.toString() == QStringLiteral("{'a': {'x': 1, 'y': 2}, 'b': [1]}"));
}

TEST_CASE("JSON keeps order, integers and any script", "[templating]")
{
    const Value value(
        Dict{{QStringLiteral("z"), Value(qint64(9223372036854775807))},
             {QStringLiteral("가"), Value(List{Value(1.5), Value::none(), Value(), Value(true)})},
             {QStringLiteral("q"), Value(u"\"\n")}});
    CHECK(value.toJson() ==
          QByteArray(R"({"z": 9223372036854775807, "가": [1.5, null, null, true], "q": "\"\n"})"));
}

TEST_CASE("JSON is read as it is written", "[templating]")
{
    const QByteArray text =
        R"({"z": 9223372036854775807, "a": [1.5, -2, null, true, {}, []], "q": "\"\né😀\u00e9", "e": 1e3})";
    const auto value = Value::fromJson(text);
    REQUIRE(value);
    CHECK(value->entries().keys() ==
          QStringList{QStringLiteral("z"), QStringLiteral("a"), QStringLiteral("q"), QStringLiteral("e")});
    CHECK(value->find(u"z").asInteger() == 9223372036854775807);
    CHECK(value->find(u"a").items().size() == 6);
    CHECK(value->find(u"e").type() == Value::Type::Float);
    CHECK(*Value::fromJson(value->toJson()) == *value);
    for (const char *wrong : {"", "{", "[1,]", "{\"a\" 1}", "tru", "1 2", "\"a", "'a'", "+1", "[1 2]",
                              "{1: 2}", "\"\\x\"", "--1"}) {
        INFO(wrong);
        const auto result = Value::fromJson(wrong);
        REQUIRE_FALSE(result);
        CHECK(result.error().where);
    }
    CHECK_FALSE(Value::fromJson(QByteArray(1'000'000, '[')));
}

TEST_CASE("copies share, deep copies do not, frozen stays frozen", "[templating]")
{
    const Value list(List{Value(List{Value(1)})});
    const Value shared = list;
    CHECK(shared.asList() == list.asList());
    const Value deep = list.deepCopy();
    CHECK(deep == list);
    CHECK(deep.asList() != list.asList());
    CHECK_FALSE(list.isFrozen());
    list.freeze();
    CHECK(shared.isFrozen());
    CHECK(shared.items().front().isFrozen());
    CHECK_FALSE(deep.isFrozen());
    CHECK_FALSE(list.deepCopy().isFrozen());
}
