<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
    <context>
        <name>daybook::format</name>
        <message numerus="yes">
            <source>%n minute(s) ago</source>
            <translation>
                <numerusform>%n minute ago</numerusform>
                <numerusform>%n minutes ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s) ago</source>
            <translation>
                <numerusform>%n hour ago</numerusform>
                <numerusform>%n hours ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) ago</source>
            <translation>
                <numerusform>%n day ago</numerusform>
                <numerusform>%n days ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>daybook::settlement</name>
        <message numerus="yes">
            <source>previous %n days</source>
            <translation>
                <numerusform>previous %n day</numerusform>
                <numerusform>previous %n days</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 and %n more day(s)</source>
            <translation>
                <numerusform>%1 and %n more day</numerusform>
                <numerusform>%1 and %n more days</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n check(s) failed: %1.</source>
            <translation>
                <numerusform>%n check failed: %1.</numerusform>
                <numerusform>%n checks failed: %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n check(s) did not run to the end: %1.</source>
            <translation>
                <numerusform>%n check did not run to the end: %1.</numerusform>
                <numerusform>%n checks did not run to the end: %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s): %1.</source>
            <translation>
                <numerusform>%n warning: %1.</numerusform>
                <numerusform>%n warnings: %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n check(s) failed in a newer run (%1, %2): %3. The figures shown are of the older run.</source>
            <translation>
                <numerusform>%n check failed in a newer run (%1, %2): %3. The figures shown are of the older run.</numerusform>
                <numerusform>%n checks failed in a newer run (%1, %2): %3. The figures shown are of the older run.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s)</source>
            <translation>
                <numerusform>%n row</numerusform>
                <numerusform>%n rows</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) of the report have no date, and belong to no day.</source>
            <translation>
                <numerusform>%n row of the report has no date, and belongs to no day.</numerusform>
                <numerusform>%n rows of the report have no date, and belong to no day.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n figure(s) have no value (NULL): %1.</source>
            <translation>
                <numerusform>%n figure has no value (NULL): %1.</numerusform>
                <numerusform>%n figures have no value (NULL): %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>With %n remark(s).</source>
            <translation>
                <numerusform>With %n remark.</numerusform>
                <numerusform>With %n remarks.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n check(s) passed</source>
            <translation>
                <numerusform>%n check passed</numerusform>
                <numerusform>%n checks passed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>daybook::views::DataTable</name>
        <message numerus="yes">
            <source>%Ln row(s)</source>
            <translation>
                <numerusform>%Ln row</numerusform>
                <numerusform>%Ln rows</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %Ln row(s)</source>
            <translation>
                <numerusform>%1 of %Ln row</numerusform>
                <numerusform>%1 of %Ln rows</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>daybook::views::LedgerPage</name>
        <message numerus="yes">
            <source>%1 row(s)</source>
            <translation>
                <numerusform>%1 row</numerusform>
                <numerusform>%1 rows</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>daybook::views::LostPage</name>
        <message numerus="yes">
            <source>Trying again in %n second(s)</source>
            <translation>
                <numerusform>Trying again in %n second</numerusform>
                <numerusform>Trying again in %n seconds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>daybook::views::ReportTable</name>
        <message numerus="yes">
            <source>%n days</source>
            <translation>
                <numerusform>%n day</numerusform>
                <numerusform>%n days</numerusform>
            </translation>
        </message>
    </context>
</TS>
