using System.Text.Json.Serialization;

namespace Podclip.LocalCluster.Kubelet.Images;

/// <summary>JSON of the catalogue's file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImageList))]
internal sealed partial class ImageCatalogueJson : JsonSerializerContext;
