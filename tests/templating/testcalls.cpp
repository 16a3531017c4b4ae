#include "models/templating/environment.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::templating;

namespace {

class Relation : public Object
{
public:
    QString typeName() const override { return QStringLiteral("Relation"); }
    QString toString() const override { return QStringLiteral("\"s\".\"t\""); }
    bool isCallable() const override { return true; }
    Result<Value> attribute(const QString &name) const override
    {
        return name == u"schema" ? Value(u"s") : Object::attribute(name);
    }
    Result<Value> call(const Arguments &arguments) const override
    {
        return Value(static_cast<qint64>(arguments.positional.size()));
    }
};

class Names : public Object
{
public:
    QString typeName() const override { return QStringLiteral("names"); }
    Result<Value> attribute(const QString &name) const override
    {
        return name.startsWith(QStringLiteral("lazy_")) ? Value(name.mid(5)) : Object::attribute(name);
    }
};

Environment environmentWithReturn()
{
    Environment environment;
    environment.addGlobal(QStringLiteral("return"), Environment::returnFunction());
    return environment;
}

QString rendered(const Environment &environment, const QString &source, const Context &context = {})
{
    const Result<Template> parsed = environment.parse(source, QStringLiteral("test"));
    const Result<QString> result = parsed ? parsed->render(context) : failure(parsed.error());
    return result ? *result : QStringLiteral("ERROR ") + result.error().toString();
}

} // namespace

TEST_CASE("templates use the application's functions and objects", "[templating]")
{
    Context context(
        Dict{{QStringLiteral("this"), Value::fromObject(std::make_shared<Relation>())},
             {QStringLiteral("ref"),
              Value::fromFunction(QStringLiteral("ref"), [](const Arguments &arguments) -> Result<Value> {
                  return Value(arguments.value(0, u"name").stringOr({}) + u':' +
                               arguments.value(1, u"version").toString());
              })}});
    context.names = std::make_shared<Names>();
    const Environment environment;
    CHECK(rendered(environment,
                   QStringLiteral("{{ this }} {{ this.schema }} {{ this['schema'] }} {{ this(1, 2) }} {{ "
                                  "this.nope is defined }}"),
                   context) == QStringLiteral("\"s\".\"t\" s s 2 False"));
    CHECK(rendered(environment,
                   QStringLiteral("{{ ref('a') }} {{ ref('a', version=2) }} {{ ref(name='b') }}"),
                   context) == QStringLiteral("a: a:2 b:"));
    CHECK(
        rendered(environment,
                 QStringLiteral(
                     "{{ lazy_x }}{% macro m() %}{{ lazy_y }}{% endmacro %}{{ m() }} {{ other is defined }}"),
                 context) == QStringLiteral("xy False"));
}

TEST_CASE("return gives a macro's caller any value", "[templating]")
{
    const Environment environment = environmentWithReturn();
    CHECK(rendered(environment, QStringLiteral("{% macro m() %}text{{ return([1, 2]) }}more{% endmacro %}{{ "
                                               "m()[1] }}{{ m() is sequence }}")) == QStringLiteral("2True"));
    CHECK(rendered(environment,
                   QStringLiteral("{% macro m(x) %}{% for i in range(9) %}{% if i == x %}{% do return(i) "
                                  "%}{% endif %}{% endfor %}{% endmacro %}{{ m(4) + 1 }}")) ==
          QStringLiteral("5"));
    CHECK(
        rendered(
            environment,
            QStringLiteral(
                "{% macro m() %}{% set x %}{{ return(none) }}{% endset %}{% endmacro %}{{ m() is none }}")) ==
        QStringLiteral("True"));
    CHECK(rendered(environment, QStringLiteral("{% macro a() %}{{ return(b() + 1) }}{% endmacro %}{% macro "
                                               "b() %}{{ return(1) }}{% endmacro %}{{ a() }}")) ==
          QStringLiteral("2"));
    // The text of a call block belongs to the macro that is called.
    CHECK(
        rendered(
            environment,
            QStringLiteral(
                "{% macro m() %}a{{ caller() }}b{% endmacro %}{% call m() %}{{ return(7) }}{% endcall %}")) ==
        QStringLiteral("7"));
    CHECK(rendered(environment, QStringLiteral("{{ return(1) }}")).contains(QStringLiteral("macro only")));
}

TEST_CASE("macros are called from C++", "[templating]")
{
    const Environment environment = environmentWithReturn();
    const Result<Template> parsed = environment.parse(
        QStringLiteral("{% macro name(node, schema=none) %}{{ return(schema or node.schema) }}{% endmacro "
                       "%}{% macro text(a) %}[{{ a }}{{ outside }}]{% endmacro %}"),
        QStringLiteral("macros.sql"));
    REQUIRE(parsed);
    const Context context(Dict{{QStringLiteral("outside"), Value(u"!")}});
    const Value node(Dict{{QStringLiteral("schema"), Value(u"public")}});
    CHECK(*parsed->callMacro(u"name", Arguments({node}), context) == Value(u"public"));
    CHECK(*parsed->callMacro(u"name", Arguments({node}, Dict{{QStringLiteral("schema"), Value(u"x")}}),
                             context) == Value(u"x"));
    CHECK(*parsed->callMacro(u"text", Arguments({Value(1)}), context) == Value(u"[1!]"));
    const Result<Value> missing = parsed->callMacro(u"nope", Arguments(), context);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message.contains(QStringLiteral("nope")));
}

TEST_CASE("C++ functions call back the text of a call block", "[templating]")
{
    const Context context(Dict{
        {QStringLiteral("statement"),
         Value::fromFunction(QStringLiteral("statement"), [](const Arguments &arguments) -> Result<Value> {
             const Value caller = arguments.keyword.value(u"caller");
             CHECK(caller.isCallable());
             return arguments.call(caller, Arguments({Value(2)})).map([&](const Value &text) {
                 return Value(arguments.value(0, u"name").toString() + u'=' + text.toString());
             });
         })}});
    CHECK(rendered(
              Environment(),
              QStringLiteral("{% set x = 1 %}{% call(y) statement('q') %}select {{ x }}{{ y }}{% endcall %}"),
              context) == QStringLiteral("q=select 12"));
    CHECK(rendered(Environment(), QStringLiteral("{% call(y) statement('q') %}{{ 1 / 0 }}{% endcall %}"),
                   context)
              .contains(QStringLiteral("zero")));
}

TEST_CASE("custom blocks are listed, print nothing, and run on demand", "[templating]")
{
    Environment environment;
    using Header = BlockTag::Header;
    using TagBody = BlockTag::Body;
    environment.addBlockTag(
        {QStringLiteral("test"), QStringLiteral("endtest"), Header::Signature, TagBody::Template});
    environment.addBlockTag({QStringLiteral("materialization"), QStringLiteral("endmaterialization"),
                             Header::Options, TagBody::Template});
    environment.addBlockTag(
        {QStringLiteral("docs"), QStringLiteral("enddocs"), Header::Options, TagBody::Raw});
    const Result<Template> parsed = environment.parse(
        QStringLiteral(
            "a{% test positive(model, column=none) %}\nselect {{ column }} from {{ model }}\n{% endtest %}b\n"
            "{% materialization view, adapter='postgres', default %}m{% endmaterialization %}"
            "{% docs orders %}{{ not a template {% and no tag %}{% enddocs %}c"),
        QStringLiteral("f.sql"));
    REQUIRE(parsed);
    CHECK(*parsed->render({}) == QStringLiteral("ab\nc"));
    const std::vector<Definition> definitions = parsed->definitions();
    REQUIRE(definitions.size() == 3);
    CHECK(definitions[0].tag == QStringLiteral("test"));
    CHECK(definitions[0].name == QStringLiteral("positive"));
    REQUIRE(definitions[0].parameters.size() == 2);
    CHECK(definitions[0].parameters[1].hasDefault);
    CHECK(definitions[0].parameters[1].literalDefault == Value::none());
    CHECK(definitions[0].body == QStringLiteral("\nselect {{ column }} from {{ model }}\n"));
    CHECK(definitions[0].text.startsWith(QStringLiteral("{% test positive")));
    CHECK(definitions[0].text.endsWith(QStringLiteral("{% endtest %}")));
    CHECK(definitions[0].line == 1);
    CHECK(definitions[1].options.value(u"adapter") == Value(u"postgres"));
    CHECK(definitions[1].options.value(u"default") == Value(true));
    CHECK(definitions[1].line == 4);
    CHECK(definitions[2].body == QStringLiteral("{{ not a template {% and no tag %}"));
    CHECK(*parsed->callMacro(u"positive",
                             Arguments({Value(u"t")}, Dict{{QStringLiteral("column"), Value(u"c")}}),
                             {}) == Value(u"\nselect c from t\n"));
    CHECK_FALSE(environment.parse(QStringLiteral("{% docs x %}"), QStringLiteral("f")));
    CHECK_FALSE(
        environment.parse(QStringLiteral("{% materialization view, adapter=x %}{% endmaterialization %}"),
                          QStringLiteral("f")));
}

TEST_CASE("the environment's own filters and tests come first", "[templating]")
{
    Environment environment;
    environment.addFilter(QStringLiteral("as_number"), [](const Arguments &arguments) -> Result<Value> {
        return Value(arguments.positional.front().toString().toLongLong());
    });
    environment.addFilter(QStringLiteral("upper"),
                          [](const Arguments &) -> Result<Value> { return Value(u"mine"); });
    environment.addTest(QStringLiteral("long"), [](const Arguments &arguments) -> Result<Value> {
        return Value(arguments.positional.front().toString().size() > 3);
    });
    CHECK(rendered(environment, QStringLiteral("{{ '5'|as_number + 1 }} {{ 'x'|upper }} {{ 'abcd' is long }} "
                                               "{{ ['a', 'abcd']|select('long')|join }}")) ==
          QStringLiteral("6 mine True abcd"));
    // A template keeps the environment that it was parsed with.
    const Result<Template> before = environment.parse(QStringLiteral("{{ 'x'|upper }}"), QStringLiteral("t"));
    environment.addFilter(QStringLiteral("upper"),
                          [](const Arguments &) -> Result<Value> { return Value(u"later"); });
    CHECK(*before->render({}) == QStringLiteral("mine"));
}

TEST_CASE("native rendering keeps the type of a single expression", "[templating]")
{
    const Environment environment;
    const auto native = [&](const QString &source) {
        return *environment.parse(source, QStringLiteral("t"))
                    ->renderNative(Context(Dict{{QStringLiteral("x"), Value(5)}}));
    };
    CHECK(native(QStringLiteral("{{ x }}")) == Value(5));
    CHECK(native(QStringLiteral("{{ [x] }}")) == Value(List{Value(5)}));
    CHECK(native(QStringLiteral("a{{ x }}")) == Value(u"a5"));
    CHECK(native(QStringLiteral("plain")) == Value(u"plain"));
    CHECK(*environment.evaluate(QStringLiteral("x + 1"), Context(Dict{{QStringLiteral("x"), Value(1)}})) ==
          Value(2));
    const Result<Value> wrong = environment.evaluate(QStringLiteral("x +"), {});
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().where);
}

TEST_CASE("lenient undefined values survive anything a first reading does", "[templating]")
{
    Context context;
    context.undefined = UndefinedPolicy::Lenient;
    CHECK(
        rendered(Environment(),
                 QStringLiteral("{{ a.b.c('x').d[0] }}|{% for x in a.b() %}{% endfor %}{{ a() is defined }}"),
                 context) == QStringLiteral("|False"));
}
