#include "models/templating/environment.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::templating;

namespace {

Error errorOf(const QString &source, const Context &context = {})
{
    const Result<Template> parsed = Environment().parse(source, QStringLiteral("models/a.sql"));
    if (!parsed)
        return parsed.error();
    const Result<QString> rendered = parsed->render(context);
    INFO(source.toStdString());
    REQUIRE_FALSE(rendered);
    return rendered.error();
}

Location at(int line, int column)
{
    return {QStringLiteral("models/a.sql"), line, column};
}

} // namespace

TEST_CASE("a syntax error says where", "[templating]")
{
    const auto [source, where] = GENERATE(table<const char16_t *, Location>({
        {u"{{ 1 + }}", at(1, 8)},
        {u"a\nb {{ x y }}", at(2, 8)},
        {u"{% if a %}\n{% endfor %}", at(2, 4)},
        {u"x\n\n{% nope %}", at(3, 4)},
        {u"{% for x in xs %}\n", at(1, 4)},
        {u"{{ 'abc", at(1, 4)},
        {u"a {# b", at(1, 3)},
        {u"{{ a|nope }}", at(1, 6)},
        {u"\r\n{{ ) }}", at(2, 4)},
        {u"{{ f(a=1, a=2) }}", at(1, 11)},
        {u"{{ 99999999999999999999 }}", at(1, 4)},
    }));
    const Error error = errorOf(QStringView(source).toString());
    CHECK(error.kind == ErrorKind::Project);
    CHECK_FALSE(error.message.isEmpty());
    REQUIRE(error.where);
    CHECK(error.where->toString().toStdString() == where.toString().toStdString());
}

TEST_CASE("an error while rendering says where", "[templating]")
{
    const auto [source, where, word] = GENERATE(table<const char16_t *, Location, const char16_t *>({
        {u"a\n  {{ 1 / 0 }}", at(2, 8), u"zero"},
        {u"{{ missing.x }}", at(1, 11), u"'missing' is undefined"},
        {u"{% if true %}\n{{ 'a' + 1 }}{% endif %}", at(2, 8), u"str"},
        {u"{% set x = missing() %}", at(1, 12), u"'missing' is undefined"},
        {u"{% for x in 5 %}{% endfor %}", at(1, 4), u"int"},
        {u"{{ 9223372036854775807 + 1 }}", at(1, 24), u"64"},
    }));
    const Error error = errorOf(QStringView(source).toString());
    CHECK(error.message.contains(QStringView(word)));
    REQUIRE(error.where);
    CHECK(error.where->toString().toStdString() == where.toString().toStdString());
}

TEST_CASE("an error in macros comes with the macro stack", "[templating]")
{
    const Error error =
        errorOf(QStringLiteral("{% macro inner(x) %}\n{{ x.y.z }}\n{% endmacro %}"
                               "{% macro outer() %}\n\n{{ inner(1) }}{% endmacro %}\n{{ outer() }}"));
    REQUIRE(error.where);
    CHECK(error.where->line == 2);
    CHECK(error.detail.toStdString() == "in macro 'inner', models/a.sql:2:7\n"
                                        "in macro 'outer', models/a.sql:5:4\n"
                                        "in models/a.sql:6:4");
}

TEST_CASE("the macro stack reaches through C++ functions and other files", "[templating]")
{
    const Environment environment;
    const Result<Template> library =
        environment.parse(QStringLiteral("{% macro broken() %}\n\n{{ nothing.at.all }}{% endmacro %}"),
                          QStringLiteral("macros/lib.sql"));
    REQUIRE(library);
    const Context context(
        Dict{{QStringLiteral("broken"),
              Value::fromFunction(QStringLiteral("broken"), [&](const Arguments &arguments) {
                  return library->callMacro(u"broken", arguments, Context());
              })}});
    const Error error =
        errorOf(QStringLiteral("{% macro mine() %}{{ broken() }}{% endmacro %}\n{{ mine() }}"), context);
    REQUIRE(error.where);
    CHECK(error.where->file == QStringLiteral("macros/lib.sql"));
    CHECK(error.where->line == 3);
    CHECK(error.detail.toStdString() == "in macro 'broken', macros/lib.sql:3:11\n"
                                        "in macro 'mine', models/a.sql:1:22\n"
                                        "in models/a.sql:2:4");
}

TEST_CASE("the error of a C++ function is placed at its call", "[templating]")
{
    const Context context(
        Dict{{QStringLiteral("ref"),
              Value::fromFunction(QStringLiteral("ref"), [](const Arguments &arguments) -> Result<Value> {
                  CHECK(arguments.where().has_value());
                  return failure(ErrorKind::Project, QStringLiteral("there is no model named x"));
              })}});
    const Error error = errorOf(QStringLiteral("select *\nfrom {{ ref('x') }}"), context);
    CHECK(error.message == QStringLiteral("there is no model named x"));
    REQUIRE(error.where);
    CHECK(error.where->toString().toStdString() == "models/a.sql:2:9");
}

TEST_CASE("an error in an included template names that template", "[templating]")
{
    Environment environment;
    environment.setLoader(
        [](const QString &name) { return Environment().parse(QStringLiteral("a\n{{ 1 / 0 }}"), name); });
    const Result<Template> parsed =
        environment.parse(QStringLiteral("{% include 'part.sql' %}"), QStringLiteral("main.sql"));
    REQUIRE(parsed);
    const Result<QString> rendered = parsed->render({});
    REQUIRE_FALSE(rendered);
    REQUIRE(rendered.error().where);
    CHECK(rendered.error().where->file == QStringLiteral("part.sql"));
    CHECK(rendered.error().where->line == 2);
    CHECK(rendered.error().detail.toStdString() == "in template, part.sql:2:6\nin main.sql:1:4");
}
