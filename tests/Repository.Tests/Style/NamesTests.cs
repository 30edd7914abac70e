namespace Repository.Tests.Style;

public sealed class NamesTests
{
    [Fact]
    public void A_file_holds_one_public_type_and_bears_its_name() =>
        Violation.None(Names.CheckTypes(SourceTree.Repository));

    [Fact]
    public void Namespaces_follow_folders() => Violation.None(Names.CheckNamespaces(SourceTree.Repository));

    [Fact]
    public void Names_say_what_belongs_there() => Violation.None(Names.CheckEmptyNames(SourceTree.Repository));

    [Theory]
    [InlineData("public class A;\npublic class B;", 2)]
    [InlineData("public class A;\npublic delegate void B();", 2)]
    [InlineData("public enum B;", 1)]
    [InlineData("internal class C;\npublic class B;", 1)]
    [InlineData("namespace N;\ninternal class C;", 2)]
    public void A_second_public_type_or_another_name_is_reported(string source, int line) =>
        Violation.One(Names.CheckTypes(SourceTree.Planted(("src/N/A.cs", source))), "src/N/A.cs", line);

    [Theory]
    [InlineData("A.cs", "public class A { public class Inner; }\ninternal class B;")]
    [InlineData("A.cs", "public class A;\npublic class A<T>;")]
    [InlineData("A.Read.cs", "public partial class A;")]
    [InlineData("A.cs", "internal class B;\ninternal class A;")]
    [InlineData("Program.cs", "return 0;")]
    public void One_public_type_with_what_belongs_to_it_is_fine(string name, string source) =>
        Violation.None(Names.CheckTypes(SourceTree.Planted(("src/N/" + name, source))));

    [Theory]
    [InlineData("N", "")]
    [InlineData("Named.Otherwise", "<RootNamespace>Named.Otherwise</RootNamespace>")]
    public void A_namespace_that_is_not_its_folder_is_reported(string root, string property)
    {
        (string, string) project = ("src/N/N.csproj", $"<Project><PropertyGroup>{property}</PropertyGroup></Project>");
        SourceTree tree = SourceTree.Planted(
            project,
            ("src/N/A.cs", $"namespace {root};"),
            ("src/N/Room/B.cs", $"namespace {root}.Room;"),
            ("src/N/Room/C.cs", $"\nnamespace {root};"),
            ("src/N/ServiceCollectionExtensions.cs", "namespace Microsoft.Extensions.DependencyInjection;"));

        Violation.One(Names.CheckNamespaces(tree), "src/N/Room/C.cs", 2);
    }

    [Theory]
    [InlineData("src/N/Utils/A.cs")]
    [InlineData("tests/N/StringHelper.cs")]
    [InlineData("src/N/Common/Deep/A.cs")]
    public void An_empty_name_is_reported(string path) =>
        Violation.One(Names.CheckEmptyNames(SourceTree.Planted((path, ""))), path, 1);
}
