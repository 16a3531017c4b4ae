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
        <name>daybook::views::LostPage</name>
        <message numerus="yes">
            <source>Trying again in %n second(s)</source>
            <translation>
                <numerusform>Trying again in %n second</numerusform>
                <numerusform>Trying again in %n seconds</numerusform>
            </translation>
        </message>
    </context>
</TS>
